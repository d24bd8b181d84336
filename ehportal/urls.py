"""Every address of the portal. The only module of ehportal that looks up at the apps."""

from django.contrib import admin
from django.urls import include, path

urlpatterns = [
    path("accounts/", include("governance.account_urls")),
    path("admin/", admin.site.urls),
    path("governance/", include("governance.urls")),
    path("messages/", include("governance.message_urls")),
    path("data/tokens/", include("governance.token_urls")),
    path("", include("outcomes.urls")),
    path("", include("dashboards.urls")),
]

handler400 = "ehportal.views.bad_request"
handler403 = "ehportal.views.permission_denied"
handler404 = "ehportal.views.not_found"
handler500 = "ehportal.views.server_error"
