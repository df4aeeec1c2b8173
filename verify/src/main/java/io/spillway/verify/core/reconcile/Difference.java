package io.spillway.verify.core.reconcile;

/**
 * One difference.
 *
 * @param table {@code orders} or {@code stock}
 * @param id the order's, or {@code tenant/sku}
 * @param detail what exactly differs; may be empty
 */
public record Difference(String table, String id, DifferenceKind kind, String detail)
    implements Comparable<Difference> {
  public static final String ORDERS = "orders";
  public static final String STOCK = "stock";

  public boolean isOrder() {
    return table.equals(ORDERS);
  }

  @Override
  public int compareTo(Difference other) {
    int byTable = table.compareTo(other.table);
    int byId = byTable != 0 ? byTable : id.compareTo(other.id);
    return byId != 0 ? byId : kind.compareTo(other.kind);
  }
}
