package io.spillway.ingest.adapter.http;

import io.javalin.http.HandlerType;
import io.spillway.access.core.Scope;
import org.jspecify.annotations.Nullable;

/** Every route and what its callers need: the one table, which docs/security.md repeats. */
enum Route {
  SUBMIT_ORDER(HandlerType.POST, "/v1/orders", Scope.ORDERS_WRITE),
  SUBMIT_BATCH(HandlerType.POST, "/v1/orders:batch", Scope.ORDERS_WRITE),
  LIST_ORDERS(HandlerType.GET, "/v1/orders", Scope.ORDERS_READ),
  READ_ORDER(HandlerType.GET, "/v1/orders/{id}", Scope.ORDERS_READ),
  READ_ORDER_EVENTS(HandlerType.GET, "/v1/orders/{id}/events", Scope.ORDERS_READ),
  CONFIRM_ORDER(HandlerType.POST, "/v1/orders/{id}/confirm", Scope.ORDERS_WRITE),
  CANCEL_ORDER(HandlerType.POST, "/v1/orders/{id}/cancel", Scope.ORDERS_WRITE),
  FULFIL_ORDER(HandlerType.POST, "/v1/orders/{id}/fulfil", Scope.ORDERS_WRITE),
  EXTEND_HOLD(HandlerType.POST, "/v1/orders/{id}/extend", Scope.ORDERS_WRITE),
  ADJUST_STOCK(HandlerType.POST, "/v1/stock/adjustments", Scope.STOCK_WRITE),
  READ_ADJUSTMENT(HandlerType.GET, "/v1/stock/adjustments/{reference}", Scope.STOCK_READ),
  READ_STOCK(HandlerType.GET, "/v1/stock/{sku}", Scope.STOCK_READ),
  WRITE_PRODUCT(HandlerType.PUT, "/v1/products/{sku}", Scope.PRODUCTS_WRITE),
  READ_PRODUCT(HandlerType.GET, "/v1/products/{sku}", Scope.PRODUCTS_READ),
  METRICS(HandlerType.GET, "/metrics", Scope.OPERATE),
  /** Of load balancers, so for everybody; which part is down only operators learn. */
  READY(HandlerType.GET, "/health/ready", null),
  LIVE(HandlerType.GET, "/health/live", null),
  OPENAPI(HandlerType.GET, "/openapi.yaml", null),
  ASYNCAPI(HandlerType.GET, "/asyncapi.yaml", null),
  DOCS(HandlerType.GET, "/docs", null),
  DOCS_OF_EVENTS(HandlerType.GET, "/docs/events", null);

  private final HandlerType method;
  private final String path;
  private final @Nullable Scope scope;

  Route(HandlerType method, String path, @Nullable Scope scope) {
    this.method = method;
    this.path = path;
    this.scope = scope;
  }

  HandlerType method() {
    return method;
  }

  String path() {
    return path;
  }

  /** What a caller needs; null for nothing. */
  @Nullable Scope scope() {
    return scope;
  }

  /** As metrics and documents name it. */
  String label() {
    return method.name() + ' ' + path;
  }
}
