package io.spillway.verify.adapter.kafka;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.WireFormat;
import io.spillway.schemas.orders.v1.Order;
import io.spillway.schemas.orders.v1.OrderEvent;
import java.io.IOException;

/**
 * The few fields of an event that a check needs, read past all others: an event carries its whole
 * order, which would take ten times as long to read. Reused; not thread-safe.
 */
final class OrderFields {
  String orderId = "";
  long version;
  int status;
  boolean created;
  String tenant = "";
  long acceptedAtMillis;

  /** Reads an {@link OrderEvent}; throws on bytes that are not one. */
  void readEvent(byte[] bytes) throws IOException {
    clear();
    CodedInputStream in = CodedInputStream.newInstance(bytes);
    for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
      switch (WireFormat.getTagFieldNumber(tag)) {
        case OrderEvent.ORDER_ID_FIELD_NUMBER -> orderId = in.readStringRequireUtf8();
        case OrderEvent.VERSION_FIELD_NUMBER -> version = in.readInt64();
        case OrderEvent.STATUS_FIELD_NUMBER -> status = in.readEnum();
        case OrderEvent.ORDER_FIELD_NUMBER -> readOrder(in);
        case OrderEvent.CREATED_FIELD_NUMBER -> {
          created = true;
          in.skipField(tag);
        }
        default -> in.skipField(tag);
      }
    }
  }

  private void readOrder(CodedInputStream in) throws IOException {
    int outer = in.pushLimit(in.readRawVarint32());
    for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
      switch (WireFormat.getTagFieldNumber(tag)) {
        case Order.TENANT_FIELD_NUMBER -> tenant = in.readStringRequireUtf8();
        case Order.ACCEPTED_AT_FIELD_NUMBER -> readAcceptedAt(in);
        default -> in.skipField(tag);
      }
    }
    in.popLimit(outer);
  }

  private void readAcceptedAt(CodedInputStream in) throws IOException {
    int outer = in.pushLimit(in.readRawVarint32());
    for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
      switch (WireFormat.getTagFieldNumber(tag)) {
        case com.google.protobuf.Timestamp.SECONDS_FIELD_NUMBER ->
            acceptedAtMillis += in.readInt64() * 1_000;
        case com.google.protobuf.Timestamp.NANOS_FIELD_NUMBER ->
            acceptedAtMillis += in.readInt32() / 1_000_000;
        default -> in.skipField(tag);
      }
    }
    in.popLimit(outer);
  }

  private void clear() {
    orderId = "";
    version = 0;
    status = 0;
    created = false;
    tenant = "";
    acceptedAtMillis = 0;
  }
}
