/** What the flow and the reports need from outside. */
@NullMarked
package io.spillway.analytics.port;

import org.jspecify.annotations.NullMarked;
