package io.spillway.ingest.adapter.http;

import static io.spillway.access.core.Keys.NOON;

import io.spillway.access.adapter.memory.MemoryKeyStore;
import io.spillway.access.core.ApiKey;
import io.spillway.access.core.Keys;
import io.spillway.access.core.Role;
import io.spillway.access.core.Scope;
import io.spillway.access.core.Tenants;
import io.spillway.ingest.core.Product;
import io.spillway.ingest.core.ProductContent;
import io.spillway.ingest.core.ProductKey;
import io.spillway.ingest.core.TestEvents;
import io.spillway.ingest.core.TestRows;
import io.spillway.ingest.port.SettledAdjustment;
import io.spillway.schemas.cdc.v1.OrderRow;
import io.spillway.schemas.cdc.v1.StockRow;
import io.spillway.schemas.codec.Times;
import io.spillway.schemas.orders.v1.OrderEvent;
import io.spillway.schemas.routing.RoutedId;
import io.spillway.schemas.tables.MovementOutcome;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Tenants with data that the fuzzer asks for, and callers who may or may not. Each tenant's data
 * has secrets, which no request names: where one appears, data was told.
 */
final class FuzzTenants {
  static final List<String> NAMES = List.of("acme", "other", "zeta");

  private static final int FIRST_SECRET_NUMBER = 771_630_001;

  private FuzzTenants() {}

  /**
   * Who sends a request.
   *
   * @param authorization the values of the header, of which there should be one at most
   * @param tenants whose data the caller may see; none of those without valid credentials
   */
  record Caller(String name, List<String> authorization, Set<String> tenants) {}

  static String sku(String tenant) {
    return "SKU/1 " + tenant;
  }

  static String customer(String tenant) {
    return "customer of " + tenant;
  }

  static String reference(String tenant) {
    return "count/7 " + tenant;
  }

  static RoutedId order(String tenant) {
    return RoutedId.ofOrder(tenant, customer(tenant), "planted");
  }

  /** What nobody learns who does not act for the tenant. */
  static List<String> secrets(String tenant) {
    return List.of("secret-of-" + tenant + "-59b1", Integer.toString(number(tenant)));
  }

  private static String text(String tenant) {
    return secrets(tenant).getFirst();
  }

  private static int number(String tenant) {
    return FIRST_SECRET_NUMBER + NAMES.indexOf(tenant);
  }

  static void plant(ApiFixture api) {
    boolean begin = api.events.beginning().equals(api.events.end());
    for (String tenant : NAMES) {
      if (begin) {
        plantEvent(api, tenant);
      }
      for (int i = 0; i < 3; i++) {
        RoutedId id =
            i == 0 ? order(tenant) : RoutedId.ofOrder(tenant, customer(tenant), "more" + i);
        OrderRow row =
            TestRows.row(
                id,
                tenant,
                customer(tenant),
                "CONFIRMED",
                2,
                ApiFixture.START.plusSeconds(i),
                null);
        api.rows.put(
            row.toBuilder()
                .setTotalAmount(number(tenant))
                .setKeptAmount(number(tenant))
                .setAttributesJson("{\"note\": \"" + text(tenant) + "\"}")
                .build());
      }
      api.rows.put(
          StockRow.newBuilder()
              .setTenant(tenant)
              .setSku(sku(tenant))
              .setAvailable(number(tenant))
              .setVersion(1)
              .setUpdatedAt(Times.timestamp(NOON))
              .build());
      api.rows.put(
          new SettledAdjustment(
              RoutedId.ofAdjustment(tenant, sku(tenant), reference(tenant)),
              tenant,
              sku(tenant),
              number(tenant),
              MovementOutcome.APPLIED,
              number(tenant),
              0,
              NOON,
              List.of()));
      api.productRows.put(
          new Product(
              new ProductKey(tenant, sku(tenant)),
              new ProductContent(text(tenant), "c", new TreeMap<>(Map.of("a", text(tenant)))),
              1,
              NOON,
              NOON));
    }
  }

  private static void plantEvent(ApiFixture api, String tenant) {
    OrderEvent event = TestEvents.confirmed(tenant, "planted", 0);
    api.events.append(
        NAMES.indexOf(tenant),
        event.toBuilder()
            .setOrder(event.getOrder().toBuilder().putAttributes("note", text(tenant)))
            .build());
  }

  /** Every kind of caller; fills the store with the keys of those who have one. */
  static List<Caller> callers(MemoryKeyStore store) throws Exception {
    List<Caller> callers = new ArrayList<>();
    Set<Scope> all = EnumSet.allOf(Scope.class);
    int seed = 1;
    for (String tenant : NAMES) {
      callers.add(granted(store, seed++, Set.of(tenant), all));
      callers.add(granted(store, seed++, Set.of(tenant), Role.SHOP.scopes()));
      callers.add(granted(store, seed++, Set.of(tenant), Role.ANALYST.scopes()));
      callers.add(granted(store, seed++, Set.of(tenant), EnumSet.noneOf(Scope.class)));
    }
    callers.add(granted(store, seed++, Set.of("acme", "zeta"), all));
    ApiKey operator = Keys.key(seed++);
    store.add(Keys.stored(operator, Tenants.ALL, all));
    callers.add(new Caller("operator", bearer(operator), Set.copyOf(NAMES)));

    ApiKey expired = Keys.key(seed++);
    store.add(Keys.stored(expired, Tenants.ALL, all).expiring(NOON));
    ApiKey revoked = Keys.key(seed++);
    store.add(Keys.stored(revoked, Tenants.ALL, all).revoked(NOON));
    ApiKey unknown = Keys.key(seed);
    String good = operator.text();
    for (List<String> bad :
        List.of(
            List.<String>of(),
            bearer(expired),
            bearer(revoked),
            bearer(unknown),
            bearer(new ApiKey(operator.id(), unknown.secret())),
            List.of("Bearer " + good + "0"),
            List.of("Bearer " + good.substring(0, good.length() - 1)),
            List.of("Bearer"),
            List.of("Basic " + good),
            List.of("Bearer eyJhbGciOiJub25lIn0.eyJ0ZW5hbnQiOiIqIn0."),
            List.of("Bearer " + good, "Bearer " + good),
            List.of("Bearer \u00e9\u00ff\u0080"),
            List.of("Bearer " + "spk_".repeat(500)))) {
      callers.add(new Caller("without valid credentials " + bad, bad, Set.of()));
    }
    return callers;
  }

  private static Caller granted(
      MemoryKeyStore store, int seed, Set<String> tenants, Set<Scope> scopes) throws Exception {
    ApiKey key = Keys.key(seed);
    store.add(Keys.stored(key, Tenants.of(tenants), scopes));
    return new Caller(tenants + " " + scopes, bearer(key), tenants);
  }

  private static List<String> bearer(ApiKey key) {
    return List.of("Bearer " + key.text());
  }
}
