/**
 * Pure decisions of the command line: what is generated, how services are started, what counts must
 * agree.
 */
@NullMarked
package io.spillway.operate.core;

import org.jspecify.annotations.NullMarked;
