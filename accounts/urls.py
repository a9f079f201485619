"""The table of addresses of people's own pages; signing in and out is allauth's."""

from django.urls import path

from accounts.views import profile, subscriptions
from accounts.views.preferences import preferences

app_name = "accounts"

urlpatterns = [
    path("preferences/", preferences, name="preferences"),
    path("profile/", profile.profile, name="profile"),
    path("verify/", profile.verify, name="verify"),
    path("subscribe/", subscriptions.plans, name="plans"),
    path("subscribe/<slug:slug>/", subscriptions.order_plan, name="order_plan"),
    path("subscription/", subscriptions.subscription, name="subscription"),
    path("redeem/", subscriptions.redeem_code, name="redeem"),
    path("orders/<str:number>/", subscriptions.order, name="order"),
    path("orders/<str:number>/cancel/", subscriptions.cancel, name="cancel_order"),
    path("orders/<str:number>/pay/", subscriptions.pay, name="pay_order"),
    path("payments/stripe/", subscriptions.payment_told, name="payment_told"),
]
