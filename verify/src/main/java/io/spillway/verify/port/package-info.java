/** What check and reconcile read and repair. */
@NullMarked
package io.spillway.verify.port;

import org.jspecify.annotations.NullMarked;
