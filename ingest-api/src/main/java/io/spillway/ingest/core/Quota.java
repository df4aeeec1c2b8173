package io.spillway.ingest.core;

/** What is limited. The tokens of each are counted for one name, of a tenant or a caller. */
public enum Quota {
  /** Orders of all callers for one tenant. */
  TENANT("tenant"),

  /** Orders of one key, or of one subject of tokens. */
  CALLER("caller"),

  /** Orders of all callers for one tenant while orders wait in the intake. */
  FAIR_SHARE("fair-share"),

  /** Bytes of orders, decompressed, of all callers for one tenant. */
  TENANT_BYTES("tenant-bytes");

  private final String text;

  Quota(String text) {
    this.text = text;
  }

  /** Its name in headers and in Redis. */
  public String text() {
    return text;
  }

  /** The parameter of {@code RateLimit-Policy} that names its unit; empty for requests. */
  String unit() {
    return this == TENANT_BYTES ? ";qu=\"content-bytes\"" : "";
  }

  /** Whose bucket an order takes from. */
  String name(RateRequest request) {
    return this == CALLER ? request.caller() : request.tenant();
  }

  /** How much of it an order takes. */
  long tokens(RateRequest request) {
    return this == TENANT_BYTES ? Math.max(1, request.bytes()) : 1;
  }

  /** Why an order is refused. */
  String refusal(RateRequest request) {
    String quoted = " '" + request.tenant() + "' exceeds its ";
    return switch (this) {
      case TENANT -> "Tenant" + quoted + "orders per second";
      case CALLER -> "These credentials exceed their orders per second";
      case FAIR_SHARE -> "Orders wait, and tenant" + quoted + "share";
      case TENANT_BYTES -> "Tenant" + quoted + "bytes per second";
    };
  }
}
