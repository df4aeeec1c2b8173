package io.spillway.schemas.tables;

import com.google.common.hash.HashFunction;
import com.google.common.hash.Hasher;
import com.google.common.hash.Hashing;
import com.google.protobuf.Timestamp;
import io.spillway.schemas.cdc.v1.OrderRow;
import io.spillway.schemas.cdc.v1.ProductRow;
import io.spillway.schemas.cdc.v1.StockRow;
import java.util.HexFormat;

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
    Hasher hash = start("orders");
    add(hash, row.getOrderId());
    hash.putInt(row.getSlot());
    add(hash, row.getTenant());
    add(hash, row.getCustomerId());
    add(hash, row.getStatus());
    hash.putLong(row.getVersion());
    add(hash, row.getCurrency());
    hash.putLong(row.getTotalAmount()).putInt(row.getLineCount());
    add(hash, CanonicalJson.of(row.getLinesJson()));
    add(hash, CanonicalJson.of(row.getAttributesJson()));
    add(hash, CanonicalJson.of(row.getReasonsJson()));
    hash.putBoolean(row.hasHoldUntil());
    add(hash, row.getHoldUntil());
    add(hash, row.getPlacedAt());
    add(hash, row.getCreatedAt());
    add(hash, row.getUpdatedAt());
    hash.putLong(row.getKeptAmount());
    add(hash, CanonicalJson.of(row.getHistoryJson()));
    return end(hash);
  }

  /** Of a stock row. */
  public static String of(StockRow row) {
    Hasher hash = start("stock");
    add(hash, row.getTenant());
    add(hash, row.getSku());
    hash.putInt(row.getSlot()).putInt(row.getAvailable()).putInt(row.getReserved());
    hash.putLong(row.getVersion());
    add(hash, row.getUpdatedAt());
    hash.putBoolean(row.hasLowStockAt()).putInt(row.getLowStockAt());
    return end(hash);
  }

  /** Of a product row. */
  public static String of(ProductRow row) {
    Hasher hash = start("products");
    add(hash, row.getTenant());
    add(hash, row.getSku());
    hash.putInt(row.getSlot());
    add(hash, row.getName());
    add(hash, row.getCategory());
    add(hash, CanonicalJson.of(row.getAttributesJson()));
    hash.putLong(row.getVersion());
    add(hash, row.getCreatedAt());
    add(hash, row.getUpdatedAt());
    return end(hash);
  }

  private static Hasher start(String table) {
    Hasher hash = MURMUR3.newHasher();
    add(hash, table);
    return hash;
  }

  /** With its length before it, so that ("a", "bc") and ("ab", "c") differ. */
  private static void add(Hasher hash, String text) {
    hash.putInt(text.length()).putUnencodedChars(text);
  }

  private static void add(Hasher hash, Timestamp time) {
    hash.putLong(time.getSeconds()).putInt(time.getNanos());
  }

  private static String end(Hasher hash) {
    return HexFormat.of().toHexDigits(hash.hash().asLong());
  }
}
