package io.spillway.operate.core;

import io.spillway.schemas.tables.MovementTable;
import io.spillway.schemas.tables.OrdersTable;
import io.spillway.schemas.tables.ProductsTable;
import io.spillway.schemas.tables.StockTable;
import io.spillway.stack.core.StackAccount;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * Which service may do what with the tables of a shard, and nothing else. Nobody deletes. The
 * accounts that need no table by name, such as the change feed's, have their rights from the
 * server.
 */
public final class MysqlGrants {
  private static final String READ = "SELECT";
  private static final String READ_AND_ADD = "SELECT, INSERT";
  private static final String READ_AND_WRITE = "SELECT, INSERT, UPDATE";

  /** Whoever asks callers for keys can neither make one nor make one valid again. */
  private static final String READ_AND_NOTE_USE = "SELECT, UPDATE (last_used_at)";

  private static final String API_KEYS = "api_keys";

  /** Who makes customers' keys cannot destroy one: that is a command's work. */
  private static final String CUSTOMER_KEYS = "customer_keys";

  private static final String ORDERS = OrdersTable.TABLE.name();
  private static final String STOCK = StockTable.TABLE.name();
  private static final String MOVEMENTS = MovementTable.TABLE.name();
  private static final String PRODUCTS = ProductsTable.TABLE.name();

  private MysqlGrants() {}

  /** Rights by table; empty for an account without any. */
  public static Map<String, String> of(StackAccount account) {
    return switch (account) {
      case INGEST_API ->
          Map.of(
              ORDERS,
              READ,
              STOCK,
              READ,
              MOVEMENTS,
              READ,
              PRODUCTS,
              READ_AND_WRITE,
              API_KEYS,
              READ_AND_NOTE_USE,
              CUSTOMER_KEYS,
              READ_AND_ADD);
      case ANALYTICS_SINK -> Map.of(API_KEYS, READ_AND_NOTE_USE);
      case ORDER_PROCESSOR -> Map.of(ORDERS, READ_AND_WRITE);
      // A movement that was written never changes.
      case INVENTORY_PROCESSOR -> Map.of(STOCK, READ_AND_WRITE, MOVEMENTS, READ_AND_ADD);
      case CDC_CONNECTOR, OPERATOR, ADMIN -> Map.of();
    };
  }

  /** The statements for one shard, each safe to repeat. */
  public static List<String> statements(String schema) {
    return Arrays.stream(StackAccount.values())
        .flatMap(account -> statements(schema, account).stream())
        .toList();
  }

  private static List<String> statements(String schema, StackAccount account) {
    List<String> statements = new ArrayList<>();
    new TreeMap<>(of(account))
        .forEach(
            (table, rights) ->
                statements.add(
                    String.format(
                        Locale.ROOT,
                        "GRANT %s ON %s.%s TO '%s'@'%%'",
                        rights,
                        schema,
                        table,
                        account.user())));
    return statements;
  }
}
