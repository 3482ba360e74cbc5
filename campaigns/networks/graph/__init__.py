"""What the networks of Meta share: the Graph API. https://developers.facebook.com/docs/graph-api/"""
