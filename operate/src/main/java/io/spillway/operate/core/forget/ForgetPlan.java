package io.spillway.operate.core.forget;

import io.spillway.privacy.core.Customer;
import io.spillway.privacy.core.PersonalAttributes;
import io.spillway.schemas.cdc.v1.OrderRow;
import io.spillway.schemas.orders.OrderStatuses;
import io.spillway.schemas.privacy.SealedText;
import io.spillway.schemas.tables.OrderRowJson;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;

/**
 * What there is of a customer before anything is done.
 *
 * @param orderIds of all orders that are known of
 * @param clear rows with a marked attribute in clear, from before it was marked
 * @param liveKeys that can be destroyed
 * @param texts what must be nowhere afterwards
 */
public record ForgetPlan(
    Customer customer, Set<String> orderIds, List<OrderRow> clear, int liveKeys, ClearTexts texts) {
  public ForgetPlan {
    orderIds = Set.copyOf(orderIds);
    clear = List.copyOf(clear);
  }

  /** Orders whose next event would bring a clear value back, for the saga still holds it. */
  public List<String> open() {
    return clear.stream()
        .filter(row -> !OrderStatuses.isTerminal(row.getStatus()))
        .map(OrderRow::getOrderId)
        .toList();
  }

  /** Whether a row has a marked attribute in clear. */
  public static boolean isClear(OrderRow row, PersonalAttributes marks) {
    return OrderRowJson.readAttributes(row.getAttributesJson()).entrySet().stream()
        .anyMatch(entry -> isClear(marks, entry.getKey(), entry.getValue()));
  }

  /** The attributes of a row without a marked value in clear. */
  public static String forgotten(OrderRow row, PersonalAttributes marks) {
    SortedMap<String, String> values = OrderRowJson.readAttributes(row.getAttributesJson());
    values.replaceAll((name, value) -> isClear(marks, name, value) ? SealedText.FORGOTTEN : value);
    return OrderRowJson.attributes(values);
  }

  /** Whether a value of an attribute should not be there in clear. */
  public static boolean isClear(PersonalAttributes marks, String name, String value) {
    return marks.marks(name) && !SealedText.is(value) && !value.equals(SealedText.FORGOTTEN);
  }
}
