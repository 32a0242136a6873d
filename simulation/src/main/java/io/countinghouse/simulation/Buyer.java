package io.countinghouse.simulation;

import io.countinghouse.kernel.BillingAccountId;
import io.countinghouse.kernel.ConsoleAccountId;
import io.countinghouse.kernel.WorkspaceId;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Somebody with an AWS account who subscribes to a product, as the marketplace knows them. */
final class Buyer {

  /** How the buyer stands with the marketplace. */
  enum Stage {
    /** Subscribed, and nothing is set up yet. */
    SETTING_UP,
    /** Set up. */
    RUNNING,
    /** In the final hour. */
    LEAVING,
    /** Over; may subscribe again. */
    GONE,
    /** Subscribed again; the workspaces are not bound yet. */
    RETURNING
  }

  private final String name;
  private final Offering product;
  private final String account;
  private final String customer;
  private final List<WorkspaceId> workspaces = new ArrayList<>();
  private String agreement = "";
  private @Nullable String licence;
  private Stage stage = Stage.SETTING_UP;
  private @Nullable BillingAccountId billing;
  private @Nullable ConsoleAccountId owner;

  Buyer(String name, Offering product, String account, String customer) {
    this.name = name;
    this.product = product;
    this.account = account;
    this.customer = customer;
  }

  String name() {
    return name;
  }

  Offering product() {
    return product;
  }

  String account() {
    return account;
  }

  /** The marketplace's id of the agreement that runs now, or ran last. */
  String agreement() {
    return agreement;
  }

  /** What the server tells the buyer's present agreement by: the customer, or the licence. */
  String key() {
    return licence == null || !product.concurrent()
        ? customer
        : licence.substring(licence.lastIndexOf(':') + 1);
  }

  /** Another agreement of the same buyer goes on. */
  void goesOnBy(String next, @Nullable String nextLicence) {
    agreement = next;
    licence = nextLicence;
  }

  Stage stage() {
    return stage;
  }

  void is(Stage next) {
    stage = next;
  }

  List<WorkspaceId> workspaces() {
    return List.copyOf(workspaces);
  }

  void has(WorkspaceId workspace) {
    workspaces.add(workspace);
  }

  /** Registered with us. */
  void registered(BillingAccountId account, ConsoleAccountId by) {
    billing = account;
    owner = by;
  }

  @Nullable BillingAccountId billing() {
    return billing;
  }

  @Nullable ConsoleAccountId owner() {
    return owner;
  }

  @Override
  public String toString() {
    return name;
  }
}
