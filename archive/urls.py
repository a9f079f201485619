"""The table of addresses of the archive; they are permanent."""

from django.urls import path

from archive.views import (
    browse,
    documents,
    finding,
    holdings,
    iiif,
    iiif_auth,
    iiif_image,
    images,
    names,
    pages,
    search,
)

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
    path("iiif/collection.json", iiif.top, name="iiif-top"),
    path("iiif/volumes/<str:slug>/collection.json", iiif.volume, name="iiif-volume"),
    path("iiif/holdings/<path:path>/collection.json", iiif.unit, name="iiif-unit"),
    path("iiif/documents/<str:identifier>/manifest.json", iiif.manifest, name="iiif-manifest"),
    path("iiif/documents/<str:identifier>/canvas/<int:number>", iiif.canvas, name="iiif-canvas"),
    path(
        "iiif/documents/<str:identifier>/canvas/<int:number>/<str:slug>.json", iiif.page_words, name="iiif-annotations"
    ),
    path("iiif/documents/<str:identifier>/search", iiif.search, name="iiif-search"),
    path("iiif/documents/<str:identifier>/search/1", iiif.search, {"version": 1}, name="iiif-search-1"),
    path("iiif/image/<str:identifier>/<int:number>", iiif_image.base, name="iiif-image"),
    path("iiif/image/<str:identifier>/<int:number>/info.json", iiif_image.info, name="iiif-info"),
    path(
        "iiif/image/<str:identifier>/<int:number>/<str:region>/<str:size>/<str:rotation>/<str:file>",
        iiif_image.picture,
        name="iiif-picture",
    ),
    path("iiif/auth/probe/<str:identifier>/<int:number>/", iiif_auth.probe, name="iiif-probe"),
    path("iiif/auth/access/", iiif_auth.access, name="iiif-access"),
    path("iiif/auth/token/", iiif_auth.token, name="iiif-token"),
    path("iiif/auth/token/1/", iiif_auth.token, {"version": 1}, name="iiif-token-1"),
    path("holdings/", holdings.holdings, name="holdings"),
    path("holdings/<path:path>/", holdings.unit, name="unit"),
    path("people/", names.names, name="names"),
    path("people/<str:slug>/", names.name, name="name"),
    path("search/", search.results, name="search"),
    path("search/advanced/", search.advanced, name="search-advanced"),
    path("search/help/", search.search_help, name="search-help"),
    path("search/list/<str:form>/", search.export, name="search-list"),
    path("search/side-by-side/", search.side_by_side, name="side-by-side"),
    path("about/", pages.about, name="about"),
    path("help/", pages.help_page, name="help"),
    path("robots.txt", pages.robots, name="robots"),
    path("favicon.ico", pages.favicon, name="favicon"),
]
