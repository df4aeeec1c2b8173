package io.spillway.reports.adapter.http;

/** The caller's credentials do not act for the tenant that it asks for. */
final class TenantRefusedException extends RuntimeException {
  private static final long serialVersionUID = 1;

  TenantRefusedException(String tenant) {
    super("These credentials do not act for tenant '" + tenant + "'.", null, false, false);
  }
}
