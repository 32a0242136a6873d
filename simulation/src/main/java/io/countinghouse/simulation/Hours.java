package io.countinghouse.simulation;

import awssimulator.client.Offers.Payment;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;

/** Plans each hour: who does what, and what goes wrong when. */
final class Hours {

  private final World world;
  private final Chance chance;
  private final Usage usage;
  private final Newcomers newcomers;
  private final Regulars regulars;
  private final Weather weather;
  private final Foreigners foreigners;
  private final Operators operators;
  private final Customers customers;
  private final Treasury treasury;

  Hours(World world) {
    this.world = world;
    this.chance = world.chance("hours");
    this.usage = new Usage(world);
    this.newcomers = new Newcomers(world);
    this.regulars = new Regulars(world);
    this.weather = new Weather(world);
    this.foreigners = new Foreigners(world);
    this.operators = new Operators(world);
    this.customers = new Customers(world);
    this.treasury = new Treasury(world);
  }

  /**
   * Plans the hour that begins.
   *
   * @param hour of the day, 0 to 23
   * @param nearTheEnd whether the run is so near its end that nothing long is begun
   */
  void plan(int hour, boolean nearTheEnd) {
    usage.plan(hour == 0);
    world.buyers().removeIf(buyer -> buyer.stage() == Buyer.Stage.GONE && chance.hits(4));
    long living = world.buyers().stream().filter(it -> it.stage() != Buyer.Stage.GONE).count();
    if (living < world.profile().buyersLeast()) {
      at(chance.between(60, 3500), () -> newcomers.subscribe(Payment.OK));
    }
    for (Act act : Act.values()) {
      boolean outage = act == Act.SERVER_OUTAGE || act == Act.AWS_OUTAGE;
      boolean comes = chance.hits(world.profile().rate(act));
      int second = chance.between(0, 3599);
      if (comes && !(outage && nearTheEnd)) {
        at(second, () -> perform(act));
      }
    }
  }

  private void at(int second, Runnable step) {
    world.later(Duration.ofSeconds(second), step);
  }

  private void perform(Act act) {
    switch (act) {
      case SUBSCRIBE -> subscribe(Payment.OK);
      case SUBSCRIBE_UNPAID -> subscribe(Payment.PENDING);
      case SUBSCRIBE_FAILING -> subscribe(Payment.FAIL);
      case CANCEL ->
          running(it -> regulars.end(it, "cancels", world.aws().subscriptions()::cancel));
      case EXPIRE ->
          running(it -> regulars.end(it, "expires", world.aws().subscriptions()::expire));
      case TERMINATE ->
          running(
              it -> regulars.end(it, "is ended by AWS", world.aws().subscriptions()::terminate));
      case RENEW -> running(it -> regulars.succeed(it, true));
      case REPLACE -> running(it -> regulars.succeed(it, false));
      case SUSPEND -> running(regulars::suspend);
      case ADD_WORKSPACE -> whileUp(() -> running(regulars::addWorkspace));
      case MOVE_PAYER -> whileUp(() -> running(regulars::movePayer));
      case CHANGE_METHOD -> whileUp(customers::changeMethod);
      case TOP_UP -> whileUp(treasury::topUp);
      case FOREIGN_RECORD -> running(foreigners::plan);
      case DECIDE -> whileUp(operators::decide);
      case DO_NOT_METER -> whileUp(() -> running(operators::doNotMeter));
      case FAULTS, AWS_OUTAGE, SERVER_OUTAGE, CRASH, RESTART, MESSAGES -> {
        if (!world.calm()) {
          goWrong(act);
        }
      }
    }
  }

  private void goWrong(Act act) {
    switch (act) {
      case FAULTS -> weather.faults();
      case AWS_OUTAGE -> weather.awsOutage();
      case SERVER_OUTAGE -> weather.serverOutage(usage::flush);
      case CRASH -> weather.crash();
      case RESTART -> whileUp(this::restart);
      case MESSAGES -> weather.messages();
      case SUBSCRIBE,
          SUBSCRIBE_UNPAID,
          SUBSCRIBE_FAILING,
          CANCEL,
          EXPIRE,
          TERMINATE,
          RENEW,
          REPLACE,
          SUSPEND,
          ADD_WORKSPACE,
          MOVE_PAYER,
          CHANGE_METHOD,
          TOP_UP,
          FOREIGN_RECORD,
          DECIDE,
          DO_NOT_METER -> {
        // Nothing goes wrong by these.
      }
    }
  }

  private void subscribe(Payment payment) {
    if (world.buyers().size() < world.profile().buyersMost()) {
      newcomers.subscribe(payment);
    }
  }

  private void running(Consumer<Buyer> step) {
    Optional<Buyer> buyer = regulars.anyRunning();
    buyer.ifPresent(step);
  }

  private void whileUp(Runnable step) {
    if (world.serverUp()) {
      step.run();
    }
  }

  private void restart() {
    world.node().restart();
    world.note("the server is started again");
  }

  /** All is well again, for the checks at the day's end. */
  void clearUp() {
    weather.clearUp(usage::flush);
  }
}
