package io.spillway.ingest.adapter.http;

import io.spillway.ingest.CommandFlow;
import io.spillway.ingest.EventFeedFlow;
import io.spillway.ingest.IngestConfig;
import io.spillway.ingest.IngestFlow;
import io.spillway.ingest.IngestMetrics;
import io.spillway.ingest.OrderWaitFlow;
import io.spillway.ingest.PersonalData;
import io.spillway.ingest.ProductFlow;
import io.spillway.ingest.core.AdjustmentRules;
import io.spillway.ingest.core.OrderRules;
import io.spillway.ingest.port.OrderReads;
import io.spillway.ingest.port.StockReads;
import java.time.Clock;
import java.util.function.Supplier;

/** What the routes share. */
record ApiParts(
    IngestFlow flow,
    CommandFlow commands,
    OrderWaitFlow waits,
    OrderReads orders,
    PersonalData personal,
    StockReads stock,
    ProductFlow products,
    EventFeedFlow events,
    OrderRules orderRules,
    AdjustmentRules adjustmentRules,
    JsonReader reader,
    BodyReader bodies,
    Requests requests,
    Responses responses,
    IngestMetrics metrics,
    Supplier<String> freshKeys,
    Clock clock,
    IngestConfig.Http http,
    IngestConfig.Products productConfig,
    IngestConfig.Waits waitConfig) {}
