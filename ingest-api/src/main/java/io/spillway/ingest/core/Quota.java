package io.spillway.ingest.core;

/** What is limited. The tokens of each are counted for one name, of a tenant or a caller. */
public enum Quota {
  /** Orders of all callers for one tenant. */
  TENANT("tenant", "") {
    @Override
    String name(RateRequest request) {
      return request.tenant();
    }

    @Override
    long tokens(RateRequest request) {
      return 1;
    }

    @Override
    String refusal(RateRequest request) {
      return "Tenant '" + request.tenant() + "' exceeds its orders per second";
    }
  },

  /** Orders of one key, or of one subject of tokens. */
  CALLER("caller", "") {
    @Override
    String name(RateRequest request) {
      return request.caller();
    }

    @Override
    long tokens(RateRequest request) {
      return 1;
    }

    @Override
    String refusal(RateRequest request) {
      return "These credentials exceed their orders per second";
    }
  },

  /** Orders of all callers for one tenant while orders wait in the intake. */
  FAIR_SHARE("fair-share", "") {
    @Override
    String name(RateRequest request) {
      return request.tenant();
    }

    @Override
    long tokens(RateRequest request) {
      return 1;
    }

    @Override
    String refusal(RateRequest request) {
      return "Orders wait, and tenant '" + request.tenant() + "' exceeds its share";
    }
  },

  /** Bytes of orders, decompressed, of all callers for one tenant. */
  TENANT_BYTES("tenant-bytes", ";qu=\"content-bytes\"") {
    @Override
    String name(RateRequest request) {
      return request.tenant();
    }

    @Override
    long tokens(RateRequest request) {
      return Math.max(1, request.bytes());
    }

    @Override
    String refusal(RateRequest request) {
      return "Tenant '" + request.tenant() + "' exceeds its bytes per second";
    }
  };

  private final String text;
  private final String unit;

  Quota(String text, String unit) {
    this.text = text;
    this.unit = unit;
  }

  /** Its name in headers and in Redis. */
  public String text() {
    return text;
  }

  /** The parameter of {@code RateLimit-Policy} that names its unit; empty for requests. */
  String unit() {
    return unit;
  }

  /** Whose bucket an order takes from. */
  abstract String name(RateRequest request);

  /** How much of it an order takes. */
  abstract long tokens(RateRequest request);

  /** Why an order is refused. */
  abstract String refusal(RateRequest request);
}
