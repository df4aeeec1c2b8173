package io.spillway.inventory.core;

import java.util.Map;

/**
 * What the ledger holds of a scope. Read-only.
 *
 * @param movements every movement of the scope's refs, or of its ends alone
 * @param levels the scope's stock rows, locked until the transaction ends; rows that do not exist
 *     are missing
 */
public record LedgerState(Map<MovementKey, Movement> movements, Map<StockKey, StockLevel> levels) {}
