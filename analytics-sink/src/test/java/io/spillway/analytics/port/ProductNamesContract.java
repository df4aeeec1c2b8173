package io.spillway.analytics.port;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spillway.analytics.Rows;
import io.spillway.reports.core.ProductName;
import io.spillway.reports.port.ProductNames;
import io.spillway.schemas.cdc.v1.ProductRow;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What every look-up of names does. Each test has an empty index. */
public abstract class ProductNamesContract {
  /** The index that documents are written to. */
  protected abstract DocumentIndex index();

  /** The look-up under test. */
  protected abstract ProductNames names();

  /** Makes written documents visible. */
  protected abstract void refresh();

  @Test
  void namesAreFoundByTenantAndSku() throws Exception {
    write(
        Rows.product("shop", "MUG 1", "Mug", 1),
        Rows.product("shop", "PAN", "Pan", 1).clearCategory(),
        Rows.product("shop", "mug 1", "Small mug", 1),
        Rows.product("other", "MUG 1", "Becher", 1));

    assertThat(names().find("shop", List.of("MUG 1", "PAN", "none", "MUG 1")))
        .isEqualTo(
            Map.of("MUG 1", new ProductName("Mug", "Kitchen"), "PAN", new ProductName("Pan", "")));
    assertThat(names().find("nobody", List.of("MUG 1"))).isEmpty();
    assertThat(names().find("shop", List.of())).isEmpty();
  }

  @Test
  void theNewestVersionIsTheName() throws Exception {
    write(Rows.product("shop", "MUG", "Mug", 2));
    write(Rows.product("shop", "MUG", "Old mug", 1));
    assertThat(names().find("shop", List.of("MUG")).get("MUG").name()).isEqualTo("Mug");

    write(Rows.product("shop", "MUG", "New mug", 3).setCategory("Gifts"));
    assertThat(names().find("shop", List.of("MUG")))
        .isEqualTo(Map.of("MUG", new ProductName("New mug", "Gifts")));
  }

  @Test
  void withoutATenantThereIsANameIfAllTenantsAgree() throws Exception {
    write(
        Rows.product("a", "SAME", "Mug", 1),
        Rows.product("b", "SAME", "Mug", 4),
        Rows.product("a", "CATEGORY", "Pan", 1),
        Rows.product("b", "CATEGORY", "Pan", 1).clearCategory(),
        Rows.product("a", "NAME", "Cup", 1),
        Rows.product("b", "NAME", "Tasse", 1),
        Rows.product("a", "ONE", "Jug", 1));

    assertThat(names().find(null, List.of("SAME", "CATEGORY", "NAME", "ONE")))
        .isEqualTo(
            Map.of(
                "SAME", new ProductName("Mug", "Kitchen"),
                "CATEGORY", new ProductName("Pan", ""),
                "ONE", new ProductName("Jug", "Kitchen")));
  }

  @Test
  void asManyAsMayBeAreFoundAtOnce() throws Exception {
    List<String> skus =
        IntStream.range(0, ProductNames.MAX_SKUS).mapToObj(i -> "SKU " + i).toList();
    write(
        skus.stream()
            .map(sku -> Rows.product("shop", sku, "Name of " + sku, 1))
            .toArray(ProductRow.Builder[]::new));

    assertThat(names().find("shop", skus))
        .hasSize(skus.size())
        .containsEntry("SKU 999", new ProductName("Name of SKU 999", "Kitchen"));
    List<String> tooMany = IntStream.rangeClosed(0, 1_000).mapToObj(i -> "SKU " + i).toList();
    assertThatThrownBy(() -> names().find("shop", tooMany))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("1001");
  }

  private void write(ProductRow.Builder... rows) throws Exception {
    index()
        .write(
            java.util.Arrays.stream(rows).map(row -> Rows.productDocument(row.build())).toList());
    refresh();
  }
}
