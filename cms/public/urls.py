"""The addresses that readers see."""

from django.urls import path, register_converter

from cms.public import cards, discovery, item_page, lists, photos
from cms.public.brand import brand_css
from cms.public.languages import LanguageConverter

register_converter(LanguageConverter, "language")

urlpatterns = [
    path("", lists.root, name="root"),
    path("brand.css", brand_css, name="brand_css"),
    path("robots.txt", discovery.robots, name="robots"),
    path("sitemap.xml", discovery.sitemap, name="sitemap"),
    path("<language:language>/", lists.home, name="home"),
    path("<language:language>/<slug:segment>/", lists.listing, name="list"),
    path("<language:language>/<slug:segment>/<slug:slug>/", item_page.item, name="item"),
    path("<language:language>/<slug:segment>/<slug:slug>/foto-<slug:size>.jpg", photos.photo, name="photo"),
    path("<language:language>/<slug:segment>/<slug:slug>/tarjeta-<slug:digest>.png", cards.card, name="card"),
]
