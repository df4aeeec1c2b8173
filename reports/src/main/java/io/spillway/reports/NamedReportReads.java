package io.spillway.reports;

import io.spillway.reports.core.Bucket;
import io.spillway.reports.core.Dimension;
import io.spillway.reports.core.ProductName;
import io.spillway.reports.core.ReportDefinition;
import io.spillway.reports.core.ReportRequest;
import io.spillway.reports.core.ReportTable;
import io.spillway.reports.core.ReportTable.Row;
import io.spillway.reports.port.IndexUnavailableException;
import io.spillway.reports.port.ProductNames;
import io.spillway.reports.port.ReportReads;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reports by SKU with the products' names and categories, as they are at present, in the keys
 * {@link #NAME} and {@link #CATEGORY}. A SKU without a product, or one that tenants call
 * differently, has none. Names are an addition: while they cannot be read the figures come without.
 */
public record NamedReportReads(ReportReads reads, ProductNames names) implements ReportReads {
  public static final String NAME = "name";

  public static final String CATEGORY = "category";

  public static boolean isOfProducts(ReportDefinition report) {
    return report.buckets().stream()
        .map(Bucket::field)
        .anyMatch(field -> field.equals(Dimension.SKU.field()));
  }

  @Override
  public ReportTable read(ReportDefinition report, ReportRequest request)
      throws IndexUnavailableException {
    ReportTable table = reads.read(report, request);
    if (!isOfProducts(report)) {
      return table;
    }
    Map<String, ProductName> found = find(table, request);
    return new ReportTable(
        table.documents(), table.rows().stream().map(row -> named(row, found)).toList());
  }

  private Map<String, ProductName> find(ReportTable table, ReportRequest request) {
    List<String> skus =
        table.rows().stream()
            .map(row -> row.key(Dimension.SKU.field()))
            .distinct()
            .limit(ProductNames.MAX_SKUS)
            .toList();
    try {
      return names.find(request.only().get(Dimension.TENANT), skus);
    } catch (IndexUnavailableException e) {
      return Map.of();
    }
  }

  private static Row named(Row row, Map<String, ProductName> found) {
    ProductName name = found.get(row.key(Dimension.SKU.field()));
    if (name == null) {
      return row;
    }
    Map<String, String> keys = new LinkedHashMap<>(row.keys());
    keys.put(NAME, name.name());
    if (!name.category().isEmpty()) {
      keys.put(CATEGORY, name.category());
    }
    return new Row(keys, row.values());
  }
}
