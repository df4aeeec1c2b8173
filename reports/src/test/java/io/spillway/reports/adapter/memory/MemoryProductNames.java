package io.spillway.reports.adapter.memory;

import static java.util.stream.Collectors.groupingBy;

import io.spillway.reports.adapter.memory.MemoryDocuments.Stored;
import io.spillway.reports.core.ProductName;
import io.spillway.reports.port.ProductNames;
import io.spillway.schemas.documents.Indices;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Names over a {@link MemoryDocuments}. */
public final class MemoryProductNames implements ProductNames {
  private final MemoryDocuments documents;

  /** Reads these documents. */
  public MemoryProductNames(MemoryDocuments documents) {
    this.documents = documents;
  }

  @Override
  public Map<String, ProductName> find(@Nullable String tenant, Collection<String> skus) {
    Set<String> wanted = Set.copyOf(skus);
    if (wanted.size() > MAX_SKUS) {
      throw new IllegalArgumentException(wanted.size() + " SKUs are too many");
    }
    Map<String, ProductName> names = new HashMap<>();
    documents.all().stream()
        .filter(document -> document.index().equals(Indices.PRODUCTS))
        .filter(d -> tenant == null || tenant.equals(d.fields().get("tenant")))
        .filter(document -> wanted.contains(document.fields().get("sku")))
        .collect(groupingBy(document -> (String) document.fields().get("sku")))
        .forEach(
            (sku, documents) -> {
              String name = agreed(documents, "name");
              if (!name.isEmpty()) {
                names.put(sku, new ProductName(name, agreed(documents, "category")));
              }
            });
    return names;
  }

  private static String agreed(List<Stored> documents, String field) {
    List<Object> said =
        documents.stream().map(d -> d.fields().getOrDefault(field, "")).distinct().toList();
    return said.size() == 1 ? (String) said.getFirst() : "";
  }
}
