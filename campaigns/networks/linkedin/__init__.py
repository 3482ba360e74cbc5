"""Pages of organisations on LinkedIn. https://learn.microsoft.com/linkedin/marketing/community-management/"""
