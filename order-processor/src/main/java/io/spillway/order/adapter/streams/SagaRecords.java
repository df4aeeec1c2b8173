package io.spillway.order.adapter.streams;

import io.spillway.order.core.Groups;
import io.spillway.order.core.OrderState;
import io.spillway.order.core.OrderState.Confirmed;
import io.spillway.order.core.OrderState.Known;
import io.spillway.order.core.OrderState.Rejected;
import io.spillway.order.core.OrderState.Reserving;
import io.spillway.schemas.codec.ProtoSerde;
import io.spillway.schemas.orders.v1.OrderStatus;
import io.spillway.schemas.orders.v1.SagaRecord;
import org.apache.kafka.common.errors.SerializationException;

/** States as the store keeps them. */
final class SagaRecords {
  private static final ProtoSerde<SagaRecord> SERDE =
      ProtoSerde.of(SagaRecord.getDefaultInstance());

  private SagaRecords() {}

  static byte[] write(Known state) {
    SagaRecord.Builder saga =
        SagaRecord.newBuilder().setVersion(state.version()).setFingerprint(state.fingerprint());
    switch (state) {
      case Reserving reserving ->
          saga.setStatus(OrderStatus.RESERVING)
              .setOrder(reserving.order())
              .addAllPendingGroups(reserving.pending())
              .addAllHeldGroups(reserving.held());
      case Confirmed confirmed ->
          saga.setStatus(OrderStatus.CONFIRMED)
              .setOrder(confirmed.order())
              .addAllHeldGroups(confirmed.held());
      case Rejected rejected ->
          saga.setStatus(OrderStatus.REJECTED)
              .addAllPendingGroups(rejected.pending())
              .addAllReleasingGroups(rejected.releasing());
    }
    return saga.build().toByteArray();
  }

  /** Throws {@link SerializationException} on bytes that no version of ours has written. */
  static OrderState read(byte[] bytes) {
    SagaRecord saga = SERDE.parse(bytes);
    Groups pending = Groups.of(saga.getPendingGroupsList());
    Groups held = Groups.of(saga.getHeldGroupsList());
    Groups releasing = Groups.of(saga.getReleasingGroupsList());
    return switch (saga.getStatus()) {
      case RESERVING ->
          new Reserving(saga.getVersion(), saga.getFingerprint(), saga.getOrder(), pending, held);
      case CONFIRMED ->
          new Confirmed(saga.getVersion(), saga.getFingerprint(), saga.getOrder(), held);
      case REJECTED -> new Rejected(saga.getVersion(), saga.getFingerprint(), pending, releasing);
      case ORDER_STATUS_UNSPECIFIED, UNRECOGNIZED ->
          throw new SerializationException(
              "a stored order has the unknown status " + saga.getStatusValue());
    };
  }
}
