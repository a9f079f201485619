"""The table of addresses of the archive; they are permanent."""

from django.urls import path

from archive.views import browse, documents, finding, holdings, images, names, pages, search

app_name = "archive"

urlpatterns = [
    path("", browse.home, name="home"),
    path("volumes/", browse.volumes, name="volumes"),
    path("volumes/<str:slug>/", browse.volume, name="volume"),
    path("volumes/<str:slug>/sections/<str:key>/", browse.section, name="section"),
    path("documents/<str:identifier>/", documents.document, name="document"),
    path("documents/<str:identifier>/find/", finding.find, name="find"),
    path("documents/<str:identifier>/pages/<int:number>/", documents.page, name="page"),
    path("documents/<str:identifier>/pages/<int:number>/image/<str:size>/", images.image, name="page-image"),
    path("documents/<str:identifier>/pages/<int:number>/zones/", finding.zones, name="zones"),
    path("documents/<str:identifier>/texts/<str:slug>/v<int:number>/", documents.text_version, name="text-version"),
    path("holdings/", holdings.holdings, name="holdings"),
    path("holdings/<path:path>/", holdings.unit, name="unit"),
    path("people/", names.names, name="names"),
    path("people/<str:slug>/", names.name, name="name"),
    path("search/", search.results, name="search"),
    path("about/", pages.about, name="about"),
    path("help/", pages.help_page, name="help"),
    path("robots.txt", pages.robots, name="robots"),
    path("favicon.ico", pages.favicon, name="favicon"),
]
