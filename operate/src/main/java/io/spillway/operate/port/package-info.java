/** What the flows of the command line need from outside. */
@NullMarked
package io.spillway.operate.port;

import org.jspecify.annotations.NullMarked;
