package io.spillway.schemas.tables;

import com.google.common.hash.HashFunction;
import com.google.common.hash.Hasher;
import com.google.common.hash.Hashing;
import io.spillway.schemas.cdc.v1.OrderRow;
import io.spillway.schemas.cdc.v1.ProductRow;
import io.spillway.schemas.cdc.v1.StockRow;
import java.util.HexFormat;
import java.util.function.Consumer;

/**
 * A fingerprint of a row's content: equal for equal rows, wherever they were read. Every column
 * counts, JSON columns without regard to white space and escapes; a column that is null is the
 * field's default. Murmur3's first 64 bits as 16 hex digits. Pure and thread-safe.
 */
public final class ContentHash {
  private static final HashFunction MURMUR3 = Hashing.murmur3_128();

  private ContentHash() {}

  /** Of an order's row; its line documents carry the same. */
  public static String of(OrderRow row) {
    return OrdersTable.TABLE.contentHash(row);
  }

  public static String of(StockRow row) {
    return StockTable.TABLE.contentHash(row);
  }

  public static String of(ProductRow row) {
    return ProductsTable.TABLE.contentHash(row);
  }

  static String of(String table, Consumer<Hasher> columns) {
    Hasher hash = MURMUR3.newHasher();
    add(hash, table);
    columns.accept(hash);
    return HexFormat.of().toHexDigits(hash.hash().asLong());
  }

  /** With its length before it, so that ("a", "bc") and ("ab", "c") differ. */
  static void add(Hasher hash, String text) {
    hash.putInt(text.length()).putUnencodedChars(text);
  }
}
