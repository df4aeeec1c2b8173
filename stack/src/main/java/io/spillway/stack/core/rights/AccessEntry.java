package io.spillway.stack.core.rights;

/**
 * A right as it stands in a file.
 *
 * @param team whether it is a team's; otherwise a service's
 * @param origin where it stands, {@code FILE:LINE}
 */
public record AccessEntry(Right right, boolean team, String origin) {}
