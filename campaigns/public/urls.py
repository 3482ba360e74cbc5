"""Addresses that networks fetch."""

from django.urls import path

from campaigns.public.card_view import card_to_fetch

urlpatterns = [path("<str:token>.jpg", card_to_fetch, name="post_card_to_fetch")]
