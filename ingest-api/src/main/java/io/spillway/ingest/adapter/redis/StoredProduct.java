package io.spillway.ingest.adapter.redis;

import static java.nio.charset.StandardCharsets.US_ASCII;

import com.google.protobuf.InvalidProtocolBufferException;
import io.spillway.ingest.adapter.codec.ProductMessages;
import io.spillway.ingest.core.CachedProduct;
import io.spillway.ingest.core.Product;
import io.spillway.ingest.core.ProductKey;
import io.spillway.schemas.cdc.v1.ProductRow;
import java.nio.ByteBuffer;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The value under a product's key: a line of version and time (milliseconds since 1970), which the
 * script reads, then the row's message.
 */
final class StoredProduct {
  private static final Logger LOG = LoggerFactory.getLogger(StoredProduct.class);

  private StoredProduct() {}

  static byte[] write(Product product, Instant asOf) {
    byte[] line = (product.version() + " " + asOf.toEpochMilli() + "\n").getBytes(US_ASCII);
    byte[] row = ProductMessages.message(product).toByteArray();
    return ByteBuffer.allocate(line.length + row.length).put(line).put(row).array();
  }

  /** Null when this version cannot read it. */
  static @Nullable CachedProduct read(ProductKey key, byte[] value) {
    int end = 0;
    while (end < value.length && value[end] != '\n') {
      end++;
    }
    try {
      String[] line = new String(value, 0, end, US_ASCII).split(" ", 2);
      long asOfMillis = line.length < 2 ? 0 : Long.parseLong(line[1]);
      ByteBuffer row = ByteBuffer.wrap(value).position(Math.min(end + 1, value.length));
      Product product = ProductMessages.product(ProductRow.parseFrom(row.slice()));
      return product.key().equals(key)
          ? CachedProduct.of(key, product, Instant.ofEpochMilli(asOfMillis))
          : null;
    } catch (InvalidProtocolBufferException | IllegalArgumentException e) {
      LOG.atWarn().setCause(e).log("cannot decode a product in Redis; ignoring it");
      return null;
    }
  }
}
