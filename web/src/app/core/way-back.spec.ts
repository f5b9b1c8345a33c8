import { Location } from '@angular/common';
import { MOCK_PLATFORM_LOCATION_CONFIG } from '@angular/common/testing';
import { Component } from '@angular/core';
import { TestBed } from '@angular/core/testing';
import { provideRouter, Router, withRouterConfig } from '@angular/router';
import { RouterTestingHarness } from '@angular/router/testing';

import { WayBack } from './way-back';

@Component({ template: '' })
class Blank {}

describe('the way back', () => {
  async function open(url: string): Promise<Router> {
    TestBed.configureTestingModule({
      providers: [
        { provide: MOCK_PLATFORM_LOCATION_CONFIG, useValue: { startUrl: `http://home${url}` } },
        provideRouter(
          [{ path: '**', component: Blank }],
          withRouterConfig({ canceledNavigationResolution: 'computed' }),
        ),
      ],
    });
    const harness = await RouterTestingHarness.create();
    TestBed.inject(Router).initialNavigation();
    await harness.fixture.whenStable();
    return TestBed.inject(Router);
  }

  it('leads to the page before, also when this one has replaced another', async () => {
    const router = await open('/m/7/timeline?type=VITALS');
    await router.navigateByUrl('/m/7/logs/5');
    await router.navigateByUrl('/m/7/logs/6', { replaceUrl: true });

    expect(TestBed.inject(WayBack).take()).toBe(true);
    await vi.waitFor(() => expect(TestBed.inject(Location).path()).toBe('/m/7/timeline?type=VITALS'));
  });

  it('is none from the page that was opened first, nor from what has replaced it', async () => {
    const router = await open('/m/7/logs/5');
    expect(TestBed.inject(WayBack).take()).toBe(false);
    await router.navigateByUrl('/m/7/logs/6', { replaceUrl: true });

    expect(TestBed.inject(WayBack).take()).toBe(false);
  });
});
