/** What the reports need from outside. */
@NullMarked
package io.spillway.reports.port;

import org.jspecify.annotations.NullMarked;
