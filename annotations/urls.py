"""The table of addresses of what readers add; those of notes are permanent."""

from django.urls import path

from annotations.api.lists import AllDoor, DocumentDoor, GroupDoor, MineDoor, VolumeDoor
from annotations.api.notes import NoteDoor
from annotations.views import (
    alerts,
    desk,
    folders,
    marking,
    moderation,
    news,
    panels,
    profiles,
    reports,
    taking,
    talk,
    writing,
)
from annotations.views.groups import group

app_name = "annotations"

urlpatterns = [
    path("annotations/", AllDoor.as_view(), name="container"),
    path("annotations/mine/", MineDoor.as_view(), name="mine"),
    path("annotations/groups/<slug:slug>/", GroupDoor.as_view(), name="group"),
    path("annotations/volumes/<str:slug>/", VolumeDoor.as_view(), name="volume"),
    path("annotations/documents/<str:identifier>/", DocumentDoor.as_view(), name="document"),
    path("annotations/<uuid:key>/", NoteDoor.as_view(), name="note"),
    path("annotations/<uuid:key>/card/", panels.card, name="card"),
    path("annotations/<uuid:key>/reply/", writing.reply, name="reply"),
    path("annotations/<uuid:key>/change/", writing.change, name="change"),
    path("annotations/<uuid:key>/remove/", writing.remove, name="remove"),
    path("annotations/<uuid:key>/report/", reports.report, name="report"),
    path("annotations/<uuid:key>/settle/", writing.settle, name="settle"),
    path("annotations/new/<str:identifier>/", writing.on_document, name="new"),
    path("annotations/new/<str:identifier>/pages/<int:page>/", writing.on_document, name="new-on-page"),
    path(
        "annotations/new/<str:identifier>/<str:slug>/v<int:version>/<int:number>/",
        writing.on_paragraph,
        name="new-on-paragraph",
    ),
    path("annotations/bookmarks/<str:identifier>/", marking.bookmark, name="bookmark"),
    path("annotations/tags/<str:identifier>/", marking.tag, name="tag"),
    path("alerts/", alerts.alerts, name="alerts"),
    path("alerts/searches/new/", alerts.new_search, name="search-new"),
    path("alerts/watch/<slug:kind>/<str:name>/", alerts.new_watch, name="watch-new"),
    path("alerts/stop/<str:token>/", alerts.stop, name="alert-stop"),
    path("alerts/<slug:kind>/<int:pk>/", alerts.alert, name="alert"),
    path("groups/<slug:slug>/", group, name="group_page"),
    path("groups/<slug:slug>/rules/", moderation.rules, name="group_rules"),
    path("desk/", desk.notes, name="desk"),
    path("desk/tags/", desk.tags, name="tags"),
    path("desk/drafts/", desk.drafts, name="drafts"),
    path("desk/unattached/", desk.unattached, name="unattached"),
    path("desk/take/<str:form>/", taking.notes, name="take"),
    path("desk/bring/", taking.bring, name="bring"),
    path("folders/<uuid:key>/take/<str:form>/", taking.folder, name="take_folder"),
    path("desk/folders/", folders.mine, name="folders"),
    path("folders/<uuid:key>/", folders.folder, name="folder"),
    path("folders/<uuid:key>/do/<slug:verb>/", folders.act, name="folder_act"),
    path("folders/undo/<int:number>/", folders.undone, name="undo"),
    path("folders/keep/", folders.keep, name="keep"),
    path("folders/keep-results/", folders.keep_results, name="keep_results"),
    path("folders/<uuid:key>/talk/", talk.in_folder, name="talk_folder"),
    path("groups/<slug:slug>/talk/", talk.in_group, name="talk_group"),
    path("desk/profile/", profiles.mine, name="profile"),
    path("readers/<slug:handle>/", profiles.reader, name="reader"),
    path("desk/news/", news.news, name="news"),
    path("desk/reports/", reports.mine, name="reports"),
    path("desk/reports/<int:number>/", reports.case, name="my_case"),
    path("desk/reports/by-me/<int:number>/", reports.my_report, name="my_report"),
    path("moderation/", moderation.cases, name="cases"),
    path("moderation/<int:number>/", moderation.case, name="case"),
]
