package io.spillway.ingest.adapter.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.javalin.http.Context;
import io.spillway.ingest.IngestConfig;
import io.spillway.ingest.ProductAnswer;
import io.spillway.ingest.ProductFlow;
import io.spillway.ingest.core.AdjustmentRules;
import io.spillway.ingest.core.Checked;
import io.spillway.ingest.core.EntityTags;
import io.spillway.ingest.core.Json;
import io.spillway.ingest.core.Precondition;
import io.spillway.ingest.core.Problem;
import io.spillway.ingest.core.ProblemType;
import io.spillway.ingest.core.Product;
import io.spillway.ingest.core.ProductChange;
import io.spillway.ingest.core.ProductContent;
import io.spillway.ingest.core.ProductKey;
import io.spillway.ingest.core.ProductRules;
import io.spillway.ingest.core.Violations;
import java.net.URLEncoder;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Takes products, and tells what they are, with how old that knowledge is (RFC 9110, 9111). */
final class ProductRoutes {
  private static final Set<String> TYPES = Set.of(Responses.JSON);
  private static final String IF_MATCH = "If-Match";
  private static final String IF_NONE_MATCH = "If-None-Match";

  private final ProductFlow products;
  private final ProductRules rules;
  private final JsonReader reader;
  private final BodyReader bodies;
  private final Responses responses;
  private final long bodyBytes;
  private final String cacheControl;

  ProductRoutes(ApiParts parts) {
    IngestConfig.Products config = parts.productConfig();
    this.products = parts.products();
    this.rules = new ProductRules(config.maxAttributes());
    this.reader = parts.reader();
    this.bodies = parts.bodies();
    this.responses = parts.responses();
    this.bodyBytes = config.bodyBytes();
    this.cacheControl =
        config.maxAge().isZero()
            ? "no-cache"
            : "max-age="
                + config.maxAge().toSeconds()
                + ", stale-if-error="
                + config.cache().staleFor().toSeconds();
  }

  /** PUT /v1/products/{sku}. */
  void put(Context ctx) {
    Requests.requireType(ctx, TYPES);
    ProductKey key = key(ctx);
    Precondition precondition =
        new Precondition(entityTags(ctx, IF_MATCH), entityTags(ctx, IF_NONE_MATCH));
    ProductContent content = content(bodies.read(ctx, bodyBytes));
    switch (products.put(key, content, precondition)) {
      case ProductChange.Created(Product product) -> {
        ctx.header("Location", address(key));
        send(ctx, 201, product);
      }
      case ProductChange.Replaced(Product product) -> send(ctx, 200, product);
      case ProductChange.Unchanged(Product product) -> send(ctx, 200, product);
      case ProductChange.Refused(Product current) -> refuse(ctx, key, current);
      case ProductChange.Full(long limit) ->
          responses.refuse(
              ctx,
              Problem.of(
                  ProblemType.PRODUCT_LIMIT,
                  "Tenant '"
                      + key.tenant()
                      + "' may store "
                      + limit
                      + " products; ask the operator for more."));
    }
  }

  /** GET /v1/products/{sku}. */
  void find(Context ctx) {
    ProductKey key = key(ctx);
    EntityTags known = entityTags(ctx, IF_NONE_MATCH);
    tell(ctx, key, products.find(key), known);
  }

  private void tell(Context ctx, ProductKey key, ProductAnswer answer, @Nullable EntityTags known) {
    ctx.header("Age", Long.toString(answer.age().toSeconds()));
    ctx.header("Cache-Status", cacheStatus(answer));
    if (answer.stale()) {
      ctx.header("Warning", "110 spillway \"Response is Stale\"");
    }
    Product product = answer.entry().product();
    if (product == null) {
      responses.refuse(
          ctx,
          Problem.of(
              ProblemType.PRODUCT_NOT_FOUND,
              "Tenant '" + key.tenant() + "' has no product with SKU '" + key.sku() + "'."));
      return;
    }
    ctx.header("Cache-Control", cacheControl);
    if (known != null && known.matches(product.version())) {
      ctx.header("ETag", EntityTags.of(product.version())).status(304);
    } else {
      send(ctx, 200, product);
    }
  }

  /** As RFC 9211 has it. */
  private static String cacheStatus(ProductAnswer answer) {
    return switch (answer.level()) {
      case MYSQL -> "spillway; fwd=miss; stored";
      case MEMORY, REDIS ->
          "spillway; hit; ttl=" + answer.secondsLeft() + "; detail=" + answer.level().label();
    };
  }

  private void refuse(Context ctx, ProductKey key, @Nullable Product current) {
    String detail;
    if (current == null) {
      detail = "There is no product '" + key.sku() + "' to match; omit If-Match to create it.";
    } else {
      ctx.header("ETag", EntityTags.of(current.version()));
      detail =
          "The product has version "
              + current.version()
              + "; read it, then send If-Match: "
              + EntityTags.of(current.version())
              + '.';
    }
    responses.refuse(ctx, Problem.of(ProblemType.PRECONDITION_FAILED, detail));
  }

  private static void send(Context ctx, int status, Product product) {
    ctx.header("ETag", EntityTags.of(product.version()));
    Responses.send(ctx, status, Rows.product(product));
  }

  private static ProductKey key(Context ctx) {
    String sku = Parameters.required("sku", ctx.pathParam("sku"), AdjustmentRules::brokenSku);
    return new ProductKey(Parameters.tenant(ctx), sku);
  }

  private static String address(ProductKey key) {
    return "/v1/products/"
        + URLEncoder.encode(key.sku(), UTF_8).replace("+", "%20")
        + "?tenant="
        + key.tenant();
  }

  /** Null when the header is absent; given on several lines, these are one list. */
  private static @Nullable EntityTags entityTags(Context ctx, String name) {
    List<String> lines = Collections.list(ctx.req().getHeaders(name));
    if (lines.isEmpty()) {
      return null;
    }
    EntityTags tags = EntityTags.read(String.join(", ", lines));
    if (tags == null) {
      throw Requests.badHeader(name, EntityTags.EXPECTED);
    }
    return tags;
  }

  private ProductContent content(byte[] body) {
    Violations violations = new Violations();
    Json json = reader.readOrRefuse(body, violations);
    return switch (rules.check(json, violations)) {
      case Checked.Valid<ProductContent>(ProductContent content) -> content;
      case Checked.Invalid<ProductContent>(Violations all) ->
          throw new RefusalException(Problem.of(ProblemType.INVALID_PRODUCT, all));
    };
  }
}
