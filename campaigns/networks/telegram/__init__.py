"""Telegram channels, through a bot. https://core.telegram.org/bots/api"""
