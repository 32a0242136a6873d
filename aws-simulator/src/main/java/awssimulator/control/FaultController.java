package awssimulator.control;

import awssimulator.faults.FaultPlans;
import awssimulator.faults.FaultRefusal;
import awssimulator.faults.Faults;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** The faults that AWS calls are to meet. */
@RestController
@RequestMapping("/control/faults")
class FaultController {
  private final Faults faults;

  FaultController(Faults faults) {
    this.faults = faults;
  }

  @GetMapping
  FaultPlans read() {
    return faults.plans();
  }

  @PutMapping
  FaultPlans replace(@RequestBody FaultPlans plans) {
    try {
      faults.replace(plans);
    } catch (FaultRefusal refusal) {
      throw new BadRequest(String.valueOf(refusal.getMessage()));
    }
    return faults.plans();
  }

  @DeleteMapping
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void clear() {
    faults.clear();
  }
}
