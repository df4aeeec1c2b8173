package io.spillway.ingest.adapter.http;

import io.javalin.http.Context;
import io.spillway.ingest.IngestFlow;
import io.spillway.ingest.core.Adjustment;
import io.spillway.ingest.core.AdjustmentRules;
import io.spillway.ingest.core.Checked;
import io.spillway.ingest.core.Json;
import io.spillway.ingest.core.Problem;
import io.spillway.ingest.core.ProblemType;
import io.spillway.ingest.core.Violations;
import io.spillway.ingest.port.StockReads;
import io.spillway.schemas.routing.RoutedId;
import java.util.List;
import java.util.Set;

/** Takes stock adjustments, and tells what stock there is. */
final class StockRoutes {
  private static final Set<String> TYPES = Set.of(Responses.JSON);

  private final IngestFlow flow;
  private final StockReads stock;
  private final AdjustmentRules rules;
  private final JsonReader reader;
  private final BodyReader bodies;
  private final Requests requests;
  private final Responses responses;
  private final long bodyBytes;

  StockRoutes(ApiParts parts) {
    this.flow = parts.flow();
    this.stock = parts.stock();
    this.rules = parts.adjustmentRules();
    this.reader = parts.reader();
    this.bodies = parts.bodies();
    this.requests = parts.requests();
    this.responses = parts.responses();
    this.bodyBytes = parts.http().adjustmentsBytes();
  }

  /** POST /v1/stock/adjustments. */
  void adjust(Context ctx) {
    Requests.requireType(ctx, TYPES);
    List<Adjustment> adjustments = adjustments(ctx);
    Problem problem = flow.adjust(adjustments, requests.trace(ctx));
    if (problem == null) {
      Responses.send(ctx, 202, accepted(adjustments));
    } else {
      responses.refuse(ctx, problem);
    }
  }

  /** GET /v1/stock/adjustments/{reference}?sku=. */
  void adjustment(Context ctx) {
    String reference =
        Parameters.required(
            "reference", ctx.pathParam("reference"), AdjustmentRules::brokenReference);
    String sku = Parameters.required("sku", ctx.queryParam("sku"), AdjustmentRules::brokenSku);
    RoutedId id = RoutedId.ofAdjustment(Parameters.tenant(ctx), sku, reference);
    stock
        .adjustment(id)
        .ifPresentOrElse(
            row -> Responses.send(ctx, 200, Rows.adjustment(row, reference)),
            () ->
                responses.refuse(
                    ctx,
                    Problem.of(
                        ProblemType.ADJUSTMENT_NOT_FOUND,
                        "No settled adjustment of this SKU has this reference: it is in flight"
                            + " or was never accepted.")));
  }

  /** GET /v1/stock/{sku}. */
  void stock(Context ctx) {
    String sku = Parameters.required("sku", ctx.pathParam("sku"), AdjustmentRules::brokenSku);
    stock
        .stock(Parameters.tenant(ctx), sku)
        .ifPresentOrElse(
            row -> Responses.send(ctx, 200, Rows.stock(row)),
            () ->
                responses.refuse(
                    ctx,
                    Problem.of(
                        ProblemType.STOCK_NOT_FOUND, "No adjustment of this SKU is settled.")));
  }

  private List<Adjustment> adjustments(Context ctx) {
    Violations violations = new Violations();
    Json json = reader.readOrRefuse(bodies.read(ctx, bodyBytes), violations);
    return switch (rules.check(json, violations, Callers.usualTenant(ctx))) {
      case Checked.Valid<List<Adjustment>>(List<Adjustment> adjustments) -> {
        adjustments.forEach(each -> Callers.requireTenant(Callers.tenants(ctx), each.tenant()));
        yield adjustments;
      }
      case Checked.Invalid<List<Adjustment>>(Violations all) ->
          throw new RefusalException(Problem.of(ProblemType.INVALID_ADJUSTMENTS, all));
    };
  }

  private static byte[] accepted(List<Adjustment> adjustments) {
    return Responses.json(
        json -> {
          json.writeStartArray();
          for (Adjustment adjustment : adjustments) {
            json.writeStartObject();
            json.writeStringField("sku", adjustment.sku());
            json.writeStringField("reference", adjustment.reference());
            json.writeStringField("adjustmentId", adjustment.id().toString());
            json.writeStringField("status", "ACCEPTED");
            json.writeEndObject();
          }
          json.writeEndArray();
        });
  }
}
