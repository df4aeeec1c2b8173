package io.spillway.order.adapter.streams;

import io.spillway.order.core.OrderHistory;
import io.spillway.order.core.OrderState.Confirmed;
import io.spillway.order.core.OrderState.Ended;
import io.spillway.order.core.OrderState.Known;
import io.spillway.order.core.OrderState.Open;
import io.spillway.order.core.OrderState.Reserved;
import io.spillway.order.core.OrderState.Reserving;
import io.spillway.order.core.PartitionSet;
import io.spillway.schemas.codec.ProtoSerde;
import io.spillway.schemas.codec.Times;
import io.spillway.schemas.orders.v1.OrderStatus;
import io.spillway.schemas.orders.v1.SagaRecord;
import org.apache.kafka.common.errors.SerializationException;

/** States as the store keeps them; of an ended order only what its marker needs. */
final class SagaRecordCodec {
  private static final ProtoSerde<SagaRecord> SERDE =
      ProtoSerde.of(SagaRecord.getDefaultInstance());

  private SagaRecordCodec() {}

  static byte[] write(Known state) {
    OrderHistory history = state.history();
    SagaRecord.Builder saga =
        SagaRecord.newBuilder()
            .setStatus(state.status())
            .setVersion(history.version())
            .setFingerprint(history.fingerprint())
            .setChangedAt(Times.timestamp(history.changedAt()))
            .addAllApplied(history.applied());
    switch (state) {
      case Reserving reserving -> open(saga, reserving).addAllPendingGroups(reserving.pending());
      case Reserved reserved ->
          open(saga, reserved).setHoldUntil(Times.timestamp(reserved.holdUntil()));
      case Confirmed confirmed -> open(saga, confirmed);
      case Ended ended ->
          saga.setTenant(history.tenant())
              .addAllPendingGroups(ended.pending())
              .addAllReleasingGroups(ended.releasing());
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
        .addAllHistory(state.history().history());
  }

  private static Known state(SagaRecord saga) {
    OrderHistory history =
        new OrderHistory(
            saga.hasOrder() ? saga.getOrder().getTenant() : saga.getTenant(),
            saga.getVersion(),
            saga.getFingerprint(),
            Times.instant(saga.getChangedAt()),
            saga.getHistoryList(),
            saga.getAppliedList());
    PartitionSet pending = PartitionSet.of(saga.getPendingGroupsList());
    PartitionSet held = PartitionSet.of(saga.getHeldGroupsList());
    OrderStatus status = saga.getStatus();
    return switch (status) {
      case RESERVING ->
          new Reserving(history, saga.getOrder(), pending, held, saga.getRefusalsList());
      case RESERVED ->
          new Reserved(
              history,
              saga.getOrder(),
              held,
              saga.getRefusalsList(),
              Times.instant(saga.getHoldUntil()));
      case CONFIRMED -> new Confirmed(history, saga.getOrder(), held, saga.getRefusalsList());
      case REJECTED, CANCELLED, EXPIRED, FULFILLED ->
          new Ended(history, status, pending, PartitionSet.of(saga.getReleasingGroupsList()));
      case ORDER_STATUS_UNSPECIFIED, UNRECOGNIZED ->
          throw new SerializationException(
              "a stored order has the unknown status " + saga.getStatusValue());
    };
  }
}
