/** What orders cause in the servers, by their own counters. Pure. */
@NullMarked
package io.spillway.verify.core.footprint;

import org.jspecify.annotations.NullMarked;
