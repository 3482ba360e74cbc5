"""Pages on Facebook. https://developers.facebook.com/docs/pages-api/posts/"""
