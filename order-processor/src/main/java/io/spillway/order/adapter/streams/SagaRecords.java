package io.spillway.order.adapter.streams;

import io.spillway.order.core.Groups;
import io.spillway.order.core.OrderState.Confirmed;
import io.spillway.order.core.OrderState.Ended;
import io.spillway.order.core.OrderState.Known;
import io.spillway.order.core.OrderState.Open;
import io.spillway.order.core.OrderState.Reserved;
import io.spillway.order.core.OrderState.Reserving;
import io.spillway.order.core.Trail;
import io.spillway.schemas.codec.ProtoSerde;
import io.spillway.schemas.codec.Times;
import io.spillway.schemas.orders.v1.OrderStatus;
import io.spillway.schemas.orders.v1.SagaRecord;
import org.apache.kafka.common.errors.SerializationException;

/** States as the store keeps them; of an ended order only what its marker needs. */
final class SagaRecords {
  private static final ProtoSerde<SagaRecord> SERDE =
      ProtoSerde.of(SagaRecord.getDefaultInstance());

  private SagaRecords() {}

  static byte[] write(Known state) {
    Trail trail = state.trail();
    SagaRecord.Builder saga =
        SagaRecord.newBuilder()
            .setStatus(state.status())
            .setVersion(trail.version())
            .setFingerprint(trail.fingerprint())
            .setChangedAt(Times.timestamp(trail.changedAt()))
            .addAllApplied(trail.applied());
    switch (state) {
      case Reserving reserving -> open(saga, reserving).addAllPendingGroups(reserving.pending());
      case Reserved reserved ->
          open(saga, reserved).setHoldUntil(Times.timestamp(reserved.holdUntil()));
      case Confirmed confirmed -> open(saga, confirmed);
      case Ended ended ->
          saga.addAllPendingGroups(ended.pending()).addAllReleasingGroups(ended.releasing());
    }
    return saga.build().toByteArray();
  }

  /** Throws {@link SerializationException} on bytes that no version of ours has written. */
  static Known read(byte[] bytes) {
    return state(parse(bytes));
  }

  /** Throws as {@link #read} does on bytes that are no record at all. */
  static SagaRecord parse(byte[] bytes) {
    return SERDE.parse(bytes);
  }

  private static SagaRecord.Builder open(SagaRecord.Builder saga, Open state) {
    return saga.setOrder(state.order())
        .addAllHeldGroups(state.held())
        .addAllRefusals(state.refusals())
        .addAllHistory(state.trail().history());
  }

  private static Known state(SagaRecord saga) {
    Trail trail =
        new Trail(
            saga.getVersion(),
            saga.getFingerprint(),
            Times.instant(saga.getChangedAt()),
            saga.getHistoryList(),
            saga.getAppliedList());
    Groups pending = Groups.of(saga.getPendingGroupsList());
    Groups held = Groups.of(saga.getHeldGroupsList());
    OrderStatus status = saga.getStatus();
    return switch (status) {
      case RESERVING ->
          new Reserving(trail, saga.getOrder(), pending, held, saga.getRefusalsList());
      case RESERVED ->
          new Reserved(
              trail,
              saga.getOrder(),
              held,
              saga.getRefusalsList(),
              Times.instant(saga.getHoldUntil()));
      case CONFIRMED -> new Confirmed(trail, saga.getOrder(), held, saga.getRefusalsList());
      case REJECTED, CANCELLED, EXPIRED, FULFILLED ->
          new Ended(trail, status, pending, Groups.of(saga.getReleasingGroupsList()));
      case ORDER_STATUS_UNSPECIFIED, UNRECOGNIZED ->
          throw new SerializationException(
              "a stored order has the unknown status " + saga.getStatusValue());
    };
  }
}
