"""The addresses that readers see."""

from django.urls import path, register_converter

from cms.public.files import file_views, og_image, photos
from cms.public.items import item_page
from cms.public.lists import list_views
from cms.public.pages import robots_sitemap
from cms.public.pages.brand_css import brand_css
from cms.public.pages.languages import LanguageConverter
from cms.public.portal import views as own

register_converter(LanguageConverter, "language")

urlpatterns = [
    path("", list_views.root, name="root"),
    path("brand.css", brand_css, name="brand_css"),
    path("robots.txt", robots_sitemap.robots, name="robots"),
    path("sitemap.xml", robots_sitemap.sitemap, name="sitemap"),
    path("sitemap-<slug:segment>-<int:part>.xml", robots_sitemap.sitemap_part, name="sitemap_part"),
    path("<language:language>/", list_views.home, name="home"),
    # A person's own page. Links to it stand on paper: never change them.
    path("<language:language>/mi-pagina/<str:token>/", own.home, name="own_page"),
    path("<language:language>/mi-pagina/<str:token>/retirar/<int:pk>/", own.withdraw_item, name="own_withdraw_item"),
    path("<language:language>/mi-pagina/<str:token>/retirar-todo/", own.withdraw_all, name="own_withdraw_all"),
    path("<language:language>/mi-pagina/<str:token>/permitir-menos/<int:pk>/", own.allow_less, name="own_allow_less"),
    path("<language:language>/mi-pagina/<str:token>/constancia/<int:pk>/", own.receipt, name="own_receipt"),
    path("<language:language>/<slug:segment>/", list_views.listing, name="list"),
    path("<language:language>/<slug:segment>/<slug:slug>/", item_page.item, name="item"),
    path("<language:language>/<slug:segment>/<slug:slug>/foto-<slug:size>.jpg", photos.photo, name="photo"),
    path("<language:language>/<slug:segment>/<slug:slug>/archivo.<slug:ending>", file_views.file, name="file"),
    path("<language:language>/<slug:segment>/<slug:slug>/tarjeta-<slug:digest>.png", og_image.card, name="card"),
]
