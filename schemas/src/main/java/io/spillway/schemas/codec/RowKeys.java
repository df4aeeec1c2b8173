package io.spillway.schemas.codec;

/** The keys of records that stand for rows, and of documents made from them. */
public final class RowKeys {
  private RowKeys() {}

  /** Key of a stock row: {@code tenant/sku}; a tenant has no slash. */
  public static String stock(String tenant, String sku) {
    return tenant + '/' + sku;
  }

  /** Key of a product row: {@code tenant/sku}; a tenant has no slash. */
  public static String product(String tenant, String sku) {
    return tenant + '/' + sku;
  }

  /** Key of a stock movement: {@code ref/line/kind}. */
  public static String movement(String ref, int line, int kind) {
    return ref + '/' + line + '/' + kind;
  }

  /** The kind's code in a key of a stock movement. */
  public static int movementKind(String key) {
    return Integer.parseInt(key.substring(key.lastIndexOf('/') + 1));
  }
}
