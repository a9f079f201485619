"""The table of addresses of people's own pages; signing in and out is allauth's."""

from django.urls import path

from accounts.views import finding, groups, joining, leaving, profile, subscriptions
from accounts.views.preferences import preferences
from accounts.views.tokens import tokens
from accounts.views.view_as import view_as_stop

app_name = "accounts"

urlpatterns = [
    path("preferences/", preferences, name="preferences"),
    path("view-as/stop/", view_as_stop, name="view_as_stop"),
    path("profile/", profile.profile, name="profile"),
    path("profile/data/", leaving.export, name="export"),
    path("profile/delete/", leaving.erase, name="erase"),
    path("profile/delete/cancel/", leaving.stay, name="stay"),
    path("institutions/", finding.institutions, name="institutions"),
    path("verify/", profile.verify, name="verify"),
    path("groups/", groups.mine, name="groups"),
    path("groups/new/", groups.new, name="group_new"),
    path("groups/<slug:slug>/people/", groups.people, name="group_people"),
    path("groups/<slug:slug>/settings/", groups.settings, name="group_settings"),
    path("groups/<slug:slug>/do/<slug:verb>/", groups.act, name="group_act"),
    path("join/", joining.by_code, name="join_code"),
    path("join/<str:token>/", joining.join, name="join"),
    path("subscribe/", subscriptions.plans, name="plans"),
    path("subscribe/<slug:slug>/", subscriptions.order_plan, name="order_plan"),
    path("subscription/", subscriptions.subscription, name="subscription"),
    path("redeem/", subscriptions.redeem_code, name="redeem"),
    path("orders/<str:number>/", subscriptions.order, name="order"),
    path("orders/<str:number>/cancel/", subscriptions.cancel, name="cancel_order"),
    path("orders/<str:number>/pay/", subscriptions.pay, name="pay_order"),
    path("payments/stripe/", subscriptions.payment_told, name="payment_told"),
    path("tokens/", tokens, name="tokens"),
]
