package io.spillway.operate.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spillway.schemas.orders.v1.Order;
import io.spillway.schemas.orders.v1.OrderEvent;
import io.spillway.schemas.routing.RoutedId;
import io.spillway.schemas.routing.SlotMap;
import io.spillway.schemas.topics.Topic;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReplayPlanTest {
  private static final Instant NOON = Instant.parse("2026-11-20T12:00:00Z");
  private static final GroupFacts STOPPED = new GroupFacts(true, 0, false);
  private static final GroupFacts RUNNING = new GroupFacts(true, 2, false);
  private static final RoutedId ORDER = RoutedId.ofOrder("acme", "c-1", "k");

  @Test
  void aStoppedGroupIsMovedBack() {
    ReplayPlan plan = plan(request("billing", "beginning", "end"), STOPPED, at(0, 100, 0, 60));
    assertThat(plan.method()).isEqualTo(ReplayPlan.Method.MOVE_POSITIONS);
    assertThat(plan.parts()).containsExactly(new ReplayPlan.Part(0, 0, 60, 0));
  }

  @Test
  void aGroupIsNeverMovedForward() {
    ReplayPlan plan = plan(request("billing", "80", "end"), STOPPED, at(0, 100, 80, 60));
    assertThat(plan.offsets()).isZero();
    assertThat(plan.notes()).anyMatch(note -> note.contains("nothing is skipped"));
  }

  @Test
  void aGroupWithoutAPositionReadsUpToTheEnd() {
    PartitionFacts facts = new PartitionFacts(0, 0, 100, 10, 100, OptionalLong.empty());
    assertThat(plan(request("billing", "10", "end"), STOPPED, facts).parts())
        .containsExactly(new ReplayPlan.Part(0, 10, 100, 0));
  }

  @Test
  void aRunningGroupGetsCopiesAndIsTouchedInNoOtherWay() {
    ReplayPlan plan = plan(request("billing", "beginning", "end"), RUNNING, at(0, 100, 0, 60));
    assertThat(plan.method()).isEqualTo(ReplayPlan.Method.REDELIVER);
    assertThat(plan.offsets()).isEqualTo(100);
    assertThat(plan.notes()).anyMatch(note -> note.contains("orders.events.v1.replay.billing"));
  }

  @Test
  void aBoundedReplayIsByCopiesWithinItsBounds() {
    PartitionFacts facts = new PartitionFacts(0, 0, 100, 20, 40, OptionalLong.of(60));
    ReplayPlan plan = plan(request("billing", "20", "40"), STOPPED, facts);
    assertThat(plan.method()).isEqualTo(ReplayPlan.Method.REDELIVER);
    assertThat(plan.parts()).containsExactly(new ReplayPlan.Part(0, 20, 40, 0));
  }

  @Test
  void oneOrderNeedsItsPartitionOnly() {
    int partition = SlotMap.partition(ORDER.slot(), 16);
    List<PartitionFacts> all = IntStream.range(0, 16).mapToObj(p -> at(p)).toList();
    ReplayPlan plan = ReplayPlan.of(ofOrder("billing"), STOPPED, all);
    assertThat(plan.parts()).extracting(ReplayPlan.Part::partition).containsExactly(partition);
  }

  @Test
  void whatIsNotKeptAnyMoreIsSaid() {
    PartitionFacts facts = new PartitionFacts(0, 30, 100, 0, 100, OptionalLong.of(100));
    ReplayPlan plan = plan(request("billing", "beginning", "end"), STOPPED, facts);
    assertThat(plan.parts()).containsExactly(new ReplayPlan.Part(0, 30, 100, 30));
    assertThat(plan.notes()).anyMatch(note -> note.contains("up to 30 offsets have been deleted"));
  }

  @Test
  void ourOwnGroupIsMovedEvenWhileItRuns() {
    ReplayPlan plan = plan(request("order-store", "beginning", "end"), RUNNING, at(0, 100, 0, 60));
    assertThat(plan.method()).isEqualTo(ReplayPlan.Method.MOVE_POSITIONS);
    assertThat(plan.notes()).anyMatch(note -> note.contains("order-processor is stopped"));
  }

  @Test
  void ourOwnGroupTakesNoFilterAndNoEnd() {
    assertThat(request("order-store", "0", "10").fault()).isPresent();
    assertThat(ofOrder("order-store").fault()).isPresent();
    assertThat(request("order-store", "0", "end").fault()).isEmpty();
  }

  @Test
  void ourOwnGroupIsReplayedFromItsOwnTopicsOnly() {
    assertThat(request("analytics-sink", "0", "end").fault())
        .hasValueSatisfying(fault -> assertThat(fault).contains("cdc.orders.v1"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"a b", "", "ü", "a/b"})
  void aGroupThatFitsInNoTopicNameIsRefused(String group) {
    assertThat(request(group, "0", "end").fault()).isPresent();
  }

  @Test
  void aTenantCannotBePickedWhereRecordsDoNotTellIt() {
    ReplayRequest request =
        new ReplayRequest(
            Topic.INVENTORY_OUTCOMES,
            "g",
            new ReplayPoint.Beginning(),
            new ReplayPoint.End(),
            Optional.of("acme"),
            Optional.empty());
    assertThat(request.fault())
        .hasValueSatisfying(fault -> assertThat(fault).contains("tell no tenant"));
  }

  @Test
  void onlyRecordsOfTheOrderAreWanted() {
    byte[] other = event("acme", RoutedId.ofOrder("acme", "c-1", "other").toString());
    assertThat(ofOrder("g").wants(null, event("acme", ORDER.toString()))).isTrue();
    assertThat(ofOrder("g").wants(null, other)).isFalse();
    assertThat(ofOrder("g").wants(null, new byte[] {-1})).isFalse();
    assertThat(request("g", "0", "end").wants(null, new byte[] {-1})).isTrue();
  }

  @ParameterizedTest
  @EnumSource
  void everyGroupOfOursReadsTopicsThatExistInOneServiceAndHasItsOwnId(OwnGroup own) {
    assertThat(own.topics()).isNotEmpty().doesNotContain(Topic.CDC_OFFSETS);
    assertThat(OwnGroup.of(own.groupId())).contains(own);
    assertThat(own.topics())
        .allSatisfy(topic -> assertThat(whole(topic, own.groupId()).fault()).isEmpty());
  }

  @ParameterizedTest
  @EnumSource(names = {"CDC_OFFSETS", "OPERATIONS_DEAD_LETTERS"})
  void whatHoldsPositionsIsNotReplayed(Topic topic) {
    assertThat(whole(topic, "g").fault())
        .hasValueSatisfying(fault -> assertThat(fault).contains("positions"));
  }

  private static ReplayRequest whole(Topic topic, String group) {
    return new ReplayRequest(
        topic,
        group,
        new ReplayPoint.Beginning(),
        new ReplayPoint.End(),
        Optional.empty(),
        Optional.empty());
  }

  @ParameterizedTest
  @CsvSource({
    "beginning,beginning",
    "end,end",
    "17,17",
    "2026-11-20T11:00:00+01:00,2026-11-20T10:00:00Z",
    "PT2H,2026-11-20T10:00:00Z",
  })
  void pointsAreRead(String text, String point) {
    assertThat(ReplayPoint.parse(text, NOON)).hasToString(point);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "-1", "2026-11-20", "2026-11-20T10:00:00", "P", "yesterday"})
  void otherPointsAreRefusedWithWhatIsExpected(String text) {
    assertThatThrownBy(() -> ReplayPoint.parse(text, NOON))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("2026-11-20T10:00:00Z");
  }

  private static byte[] event(String tenant, String id) {
    return OrderEvent.newBuilder()
        .setOrder(Order.newBuilder().setTenant(tenant).setOrderId(id))
        .build()
        .toByteArray();
  }

  private static ReplayPlan plan(ReplayRequest request, GroupFacts group, PartitionFacts facts) {
    return ReplayPlan.of(request, group, List.of(facts));
  }

  private static PartitionFacts at(int partition) {
    return at(partition, 100, 0, 60);
  }

  private static PartitionFacts at(int partition, long end, long from, long committed) {
    return new PartitionFacts(partition, 0, end, from, end, OptionalLong.of(committed));
  }

  private static ReplayRequest request(String group, String from, String to) {
    return new ReplayRequest(
        Topic.ORDERS_EVENTS,
        group,
        ReplayPoint.parse(from, NOON),
        ReplayPoint.parse(to, NOON),
        Optional.empty(),
        Optional.empty());
  }

  private static ReplayRequest ofOrder(String group) {
    return new ReplayRequest(
        Topic.ORDERS_EVENTS,
        group,
        new ReplayPoint.Beginning(),
        new ReplayPoint.End(),
        Optional.empty(),
        Optional.of(ORDER));
  }
}
