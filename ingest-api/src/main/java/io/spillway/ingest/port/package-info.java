/** What the intake needs of the outside. */
@NullMarked
package io.spillway.ingest.port;

import org.jspecify.annotations.NullMarked;
