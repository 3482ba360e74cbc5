"""Profiles on Threads. https://developers.facebook.com/docs/threads/"""
