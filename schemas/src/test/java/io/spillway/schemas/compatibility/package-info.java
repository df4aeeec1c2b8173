/** Refuses schemas that an earlier reader or writer could not live with. */
package io.spillway.schemas.compatibility;
